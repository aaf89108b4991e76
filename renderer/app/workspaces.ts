/** The workspaces of the rail: their icons, and their code, loaded when they are first opened. */
import {
  IconLayoutGrid,
  IconPackages,
  IconSettings,
  IconSparkles,
  type TablerIcon,
} from "@tabler/icons-react";
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { WorkspaceId } from "./navigation.ts";

interface Workspace {
  icon: TablerIcon;
  Component: LazyExoticComponent<ComponentType>;
}

export const WORKSPACE_PARTS: Record<WorkspaceId, Workspace> = {
  draft: { icon: IconSparkles, Component: lazy(() => import("../draft/DraftWorkspace.tsx")) },
  library: { icon: IconLayoutGrid, Component: lazy(() => import("../library/LibraryWorkspace.tsx")) },
  packs: { icon: IconPackages, Component: lazy(() => import("../packs/PacksWorkspace.tsx")) },
  settings: { icon: IconSettings, Component: lazy(() => import("../settings/SettingsWorkspace.tsx")) },
};
