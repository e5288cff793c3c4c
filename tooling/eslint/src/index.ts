export { config } from "./config.js";
export { layerOf, mayDependOn, type Layer } from "./layers.js";
export { plugin } from "./plugin.js";
