/** The icon of each kind of pack. */
import {
  IconAlertTriangle,
  IconBrush,
  IconLayersSubtract,
  IconMicrophone,
  IconMovie,
  IconPhoto,
  IconStack3,
  type TablerIcon,
} from "@tabler/icons-react";
import type { PackKind } from "#contract/pack.ts";

const ICONS: Record<PackKind, TablerIcon> = {
  painter: IconBrush,
  image: IconPhoto,
  motion: IconMovie,
  voice: IconMicrophone,
  matting: IconLayersSubtract,
  depth: IconStack3,
};

/** null: a pack whose card cannot be read. */
export function iconOf(kind: PackKind | null): TablerIcon {
  return kind === null ? IconAlertTriangle : ICONS[kind];
}
