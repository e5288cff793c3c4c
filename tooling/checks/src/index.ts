export type { Check, Finding } from "./check.js";
