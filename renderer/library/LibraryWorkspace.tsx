/** The workspace "library": everything that was drafted or imported. */
import { Button, VisuallyHidden } from "@mantine/core";
import { IconFileImport, IconFolder, IconLayoutGrid, IconSearch, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "../app/calls.ts";
import { openWorkspace } from "../app/navigation.ts";
import { DropZone } from "../ui/DropZone.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Panel, PanelEdge, Panels } from "../ui/Panels.tsx";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { Collection } from "./Collection.tsx";
import { EraseDialog } from "./EraseDialog.tsx";
import { ExportDialog } from "./ExportDialog.tsx";
import { FilterChips } from "./Filters.tsx";
import { Inspector } from "./Inspector.tsx";
import { importChosen, importFiles, usePasteImport } from "./importing.ts";
import { type Items, useItems } from "./items.ts";
import classes from "./LibraryWorkspace.module.css";
import { QuickLook } from "./QuickLook.tsx";
import { SelectionBar } from "./SelectionBar.tsx";
import { Sidebar } from "./Sidebar.tsx";
import { change, clearFilters, isNarrowed, useLibrary } from "./state.ts";
import { Tasks } from "./Tasks.tsx";
import { Toolbar } from "./Toolbar.tsx";

export default function LibraryWorkspace() {
  const { t } = useTranslation("library");
  const { query, showsInspector } = useLibrary();
  const items = useItems(query);
  usePasteImport();
  const { data: facets } = useCall("library.facets", undefined);
  return (
    <Panels name="library">
      <Panel id="library-places" defaultSize="184px" minSize="176px" maxSize="320px">
        <Sidebar facets={facets} />
      </Panel>
      <PanelEdge />
      <Panel id="library-items" minSize="40%">
        <DropZone icon={IconFileImport} label={t("import.drop")} onFiles={(files) => void importFiles(files)}>
          <VisuallyHidden component="h1">{t("title")}</VisuallyHidden>
          <Toolbar facets={facets} />
          {query.place === "trash" && <TrashBar count={items.total} />}
          <FilterChips facets={facets} total={items.total} />
          <Body items={items} />
          <SelectionBar total={items.total} facets={facets} />
          <Tasks />
        </DropZone>
      </Panel>
      {showsInspector && <PanelEdge />}
      {showsInspector && (
        <Panel id="library-inspector" defaultSize="264px" minSize="240px" maxSize="480px">
          <Inspector total={items.total} />
        </Panel>
      )}
      <QuickLook items={items} />
      <ExportDialog total={items.total} />
      <EraseDialog total={items.total} />
    </Panels>
  );
}

const openLook = () => change({ isLooking: true });

function Body({ items }: { items: Items }) {
  if (items.error) {
    return (
      <div className={classes.notice}>
        <ProblemNotice error={items.error} onRetry={items.retry} />
      </div>
    );
  }
  if (items.total === 0 && !items.isLoading) return <Nothing />;
  return <Collection items={items} onOpen={openLook} />;
}

/** Why nothing is there, and what to do. */
function Nothing() {
  const { t } = useTranslation("library");
  const query = useLibrary((state) => state.query);
  if (query.place === "trash" && !query.search) {
    return <EmptyState icon={IconTrash} title={t("empty.trash.title")} text={t("empty.trash.text")} />;
  }
  const { collection, ...rest } = query;
  if (collection !== undefined && !isNarrowed(rest)) {
    return (
      <EmptyState icon={IconFolder} title={t("empty.collection.title")} text={t("empty.collection.text")} />
    );
  }
  if (isNarrowed(query)) {
    return (
      <EmptyState icon={IconSearch} title={t("empty.search.title")} text={t("empty.search.text")}>
        <Button variant="default" onClick={clearFilters}>
          {t("filter.clear")}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconLayoutGrid} title={t("empty.library.title")} text={t("empty.library.text")}>
      <Button onClick={() => openWorkspace("draft")}>{t("empty.library.draft")}</Button>
      <Button
        variant="default"
        leftSection={<IconFileImport size={16} stroke={1.6} aria-hidden />}
        onClick={() => void importChosen()}
      >
        {t("import.files")}
      </Button>
    </EmptyState>
  );
}

function TrashBar({ count }: { count: number }) {
  const { t } = useTranslation("library");
  const { data: settings } = useCall("settings.get", undefined);
  return (
    <div className={classes.trash}>
      <span>{t("trash.kept", { count: settings?.trashDays ?? 30 })}</span>
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        disabled={count === 0}
        onClick={() => change({ erasing: "trash" })}
      >
        {t("trash.empty")}
      </Button>
    </div>
  );
}
