export { config } from "./config.js";
export { plugin } from "./plugin.js";
