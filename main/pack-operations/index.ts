/** Adding and verifying packs as the window watches it. */
export { PackOperations, type PackOperationsOptions } from "./operations.ts";
