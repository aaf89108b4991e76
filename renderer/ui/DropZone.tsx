/** Takes files that are dropped anywhere on what is in it. */
import { Text } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";
import { type DragEvent, type ReactNode, useState } from "react";
import classes from "./DropZone.module.css";

interface Props {
  /** What dropping does, shown while files are held over it. */
  icon: TablerIcon;
  label: string;
  onFiles: (files: File[]) => void;
  /** Folders are handed over, too. */
  takesFolders?: boolean;
  children: ReactNode;
}

export function DropZone({ icon: Icon, label, onFiles, takesFolders = false, children }: Props) {
  const [isOver, setOver] = useState(false);
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a button in here does the same for the keyboard
    <div
      className={classes.zone}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setOver(false);
        onFiles(takesFolders ? [...event.dataTransfer.files] : filesOf(event.dataTransfer));
      }}
    >
      {children}
      {isOver && (
        <div className={classes.over} aria-hidden>
          <Icon size={32} stroke={1.4} />
          <Text fw={600}>{label}</Text>
        </div>
      )}
    </div>
  );
}

/** The files in a drop or on the clipboard; folders and text are none. */
export function filesOf(transfer: DataTransfer | null): File[] {
  return [...(transfer?.items ?? [])]
    .filter((item) => item.kind === "file" && item.webkitGetAsEntry()?.isDirectory !== true)
    .flatMap((item) => item.getAsFile() ?? []);
}
