import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
/** Only contexts made after the flag was set have it. */
const collect: unknown = runInNewContext("gc");

/**
 * Collects the objects made last. At the end of a turn: an `Hmac` costs its destruction too, and otherwise whoever comes next pays
 * for that.
 */
export function collectYoung(): void {
  if (typeof collect !== "function") throw new Error("this V8 does not expose its garbage collection");
  Reflect.apply(collect, undefined, [{ type: "minor" }]);
}
