/** The workspace "packs". */
import { WorkspaceSkeleton } from "../ui/WorkspaceSkeleton.tsx";

export default function PacksWorkspace() {
  return <WorkspaceSkeleton />;
}
