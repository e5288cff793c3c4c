/** This package's version, as it stands in user agents. A test compares it with package.json. */
export const packageVersion = "0.0.0";
