export { compatibilityTable, readTable } from "./compatibility-table.js";
export { staticKeysRow, supportedClients, type ClientName, type SupportedClient } from "./supported-clients.js";
