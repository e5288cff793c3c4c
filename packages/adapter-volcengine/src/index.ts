export { createVolcengineService, type VolcengineServiceOptions } from "./openapi.js";
export { createVolcengineClient, type VolcengineClientOptions } from "./sdk-core.js";
export { createTosClient, type PresignInput, type TosClientOptions, type TosPresigner } from "./tos-sdk.js";
