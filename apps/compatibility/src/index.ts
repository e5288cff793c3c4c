export { compatibilityTable, readTable } from "./compatibility-table.js";
export { supportedClients, type ClientName } from "./supported-clients.js";
