/** Takes files that are dropped on the library or pasted into it. */
import { Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { type DragEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DropZone.module.css";
import { filesOf, importFiles } from "./importing.ts";

export function DropZone({ children }: { children: ReactNode }) {
  const { t } = useTranslation("library");
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const paste = (event: ClipboardEvent) => void importFiles(filesOf(event.clipboardData));
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, []);
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the import button does the same for the keyboard
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
        void importFiles(filesOf(event.dataTransfer));
      }}
    >
      {children}
      {isOver && (
        <div className={classes.over} aria-hidden>
          <IconFileImport size={32} stroke={1.4} />
          <Text fw={600}>{t("import.drop")}</Text>
        </div>
      )}
    </div>
  );
}
