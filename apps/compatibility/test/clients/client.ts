import type { World } from "../world.js";

/** One signed request of a client, whatever it answers. */
export type Call = () => Promise<unknown>;

/** Gives a client the provider of the world, and makes the calls to try it with. */
export type Connect = (world: World) => readonly Call[] | Promise<readonly Call[]>;
