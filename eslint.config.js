import { config } from "@credport/eslint-plugin";

export default config(import.meta.dirname);
