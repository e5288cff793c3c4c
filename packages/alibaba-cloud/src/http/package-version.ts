/** This package and its version, as in a user agent. A test keeps it equal to package.json. */
export const packageVersion = "@credport/alibaba-cloud/0.0.0";
