/** The workspace "library". */
import { WorkspaceSkeleton } from "../ui/WorkspaceSkeleton.tsx";

export default function LibraryWorkspace() {
  return <WorkspaceSkeleton />;
}
