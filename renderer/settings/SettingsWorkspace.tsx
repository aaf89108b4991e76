/** The workspace "settings". */
import { WorkspaceSkeleton } from "../ui/WorkspaceSkeleton.tsx";

export default function SettingsWorkspace() {
  return <WorkspaceSkeleton />;
}
