/** What works on this machine and what does not. */
export { type DoctorSources, examine } from "./examine.ts";
export { formatReport } from "./format.ts";
export { examineLibraryAside } from "./library.ts";
