/** Resizable panels that remember their sizes in the settings, under the group's name. */
import type { ReactNode } from "react";
import { Group, Separator } from "react-resizable-panels";
import { changeSettings, useSettings } from "../app/settings.ts";
import classes from "./Panels.module.css";

export { Panel } from "react-resizable-panels";

interface Props {
  /** Under which the sizes are kept; each Panel needs an `id`. */
  name: string;
  orientation?: "horizontal" | "vertical";
  children: ReactNode;
}

/** Pixels of an edge that a finger and a mouse can take hold of; the mouse's are those of the stylesheet. */
const TARGET = { coarse: 20, fine: 8 };

export function Panels({ name, orientation = "horizontal", children }: Props) {
  const { layout } = useSettings();
  const known = layout[name];
  return (
    <Group
      className={classes.group}
      orientation={orientation}
      resizeTargetMinimumSize={TARGET}
      {...(known && { defaultLayout: known })}
      onLayoutChanged={(sizes) => void changeSettings({ layout: { ...layout, [name]: sizes } })}
    >
      {children}
    </Group>
  );
}

/** The line between two panels. */
export function PanelEdge() {
  return <Separator className={classes.edge} />;
}
