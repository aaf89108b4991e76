/** The workspace "draft". */
import { WorkspaceSkeleton } from "../ui/WorkspaceSkeleton.tsx";

export default function DraftWorkspace() {
  return <WorkspaceSkeleton />;
}
