/** Which workspace is open. */
import { create } from "zustand";

export const WORKSPACES = ["draft", "library", "packs", "settings"] as const;
export type WorkspaceId = (typeof WORKSPACES)[number];

interface Navigation {
  workspace: WorkspaceId;
}

export const useNavigation = create<Navigation>(() => ({ workspace: "draft" }));

export function openWorkspace(workspace: WorkspaceId): void {
  useNavigation.setState({ workspace });
}
