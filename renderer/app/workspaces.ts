/**
 * The workspaces of the rail: their icons, and their code. That of the one which the window opens with comes with
 * the window; that of the others is loaded when they are first opened.
 */
import {
  IconLayoutGrid,
  IconPackages,
  IconSettings,
  IconSparkles,
  type TablerIcon,
} from "@tabler/icons-react";
import { type ComponentType, lazy } from "react";
import DraftWorkspace from "../draft/DraftWorkspace.tsx";
import type { WorkspaceId } from "./navigation.ts";

interface Workspace {
  icon: TablerIcon;
  Component: ComponentType;
}

export const WORKSPACE_PARTS: Record<WorkspaceId, Workspace> = {
  draft: { icon: IconSparkles, Component: DraftWorkspace },
  library: { icon: IconLayoutGrid, Component: lazy(() => import("../library/LibraryWorkspace.tsx")) },
  packs: { icon: IconPackages, Component: lazy(() => import("../packs/PacksWorkspace.tsx")) },
  settings: { icon: IconSettings, Component: lazy(() => import("../settings/SettingsWorkspace.tsx")) },
};
