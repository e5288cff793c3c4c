export { createSignedFetch, type Fetch, type SignedFetchOptions } from "./signed-fetch.js";
