/** Bringing media into the library. */
export { Importer } from "./importer.ts";
export { Proxies } from "./proxies.ts";
export { ImportStore } from "./store.ts";
export { Uploads } from "./uploads.ts";
