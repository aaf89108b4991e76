/** The workspace "packs": what is installed, what is being added, and everything about the one that is chosen. */
import { Button, ScrollArea, Text, Title } from "@mantine/core";
import { IconPackageImport, IconPlus } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../app/calls.ts";
import { DropZone } from "../ui/DropZone.tsx";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { WorkspaceSkeleton } from "../ui/WorkspaceSkeleton.tsx";
import { AddDialog } from "./AddDialog.tsx";
import { addDropped, useAddDialog } from "./adding.ts";
import { OperationList } from "./OperationList.tsx";
import { PackDetailPanel } from "./PackDetailPanel.tsx";
import { PackRow } from "./PackRow.tsx";
import classes from "./PacksWorkspace.module.css";
import { UnfinishedRow } from "./UnfinishedRow.tsx";

export default function PacksWorkspace() {
  const { t } = useTranslation("packs");
  const { data, error, refetch } = useCall("packs.list", undefined);
  const { data: operations = [] } = useCall("packs.operations", undefined);
  const [chosen, setChosen] = useState("backlot");
  const isThere = data?.packs.some(({ id }) => id === chosen) ?? true;
  useEffect(() => {
    if (!isThere) setChosen("backlot");
  }, [isThere]);
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <WorkspaceSkeleton />;
  // What is being downloaded just now is told once, by its operation.
  const working = new Set(operations.map(({ subject }) => subject));
  const downloads = data.downloads.filter(({ source }) => !working.has(source));
  return (
    <DropZone
      icon={IconPackageImport}
      label={t("add.drop")}
      takesFolders
      onFiles={(files) => void addDropped(files)}
    >
      <div className={classes.workspace}>
        <div className={classes.side}>
          <header className={classes.header}>
            <div>
              <Title order={1}>{t("title")}</Title>
              <Text size="sm" c="dimmed">
                {t("subtitle")}
              </Text>
            </div>
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => useAddDialog.setState({ isOpen: true })}
            >
              {t("add.button")}
            </Button>
          </header>
          <ScrollArea className={classes.scroll} type="auto">
            <OperationList operations={operations} onShow={setChosen} />
            {downloads.map((download) => (
              <UnfinishedRow key={download.key} download={download} />
            ))}
            <ul className={classes.list} aria-label={t("title")}>
              {data.packs.map((pack) => (
                <PackRow
                  key={pack.id}
                  pack={pack}
                  isChosen={pack.id === chosen}
                  onChoose={() => setChosen(pack.id)}
                />
              ))}
            </ul>
            {data.packs.length === 1 && <Text className={classes.teach}>{t("teach")}</Text>}
          </ScrollArea>
        </div>
        <ScrollArea className={classes.detail}>
          <PackDetailPanel key={chosen} id={chosen} />
        </ScrollArea>
        <AddDialog />
      </div>
    </DropZone>
  );
}
