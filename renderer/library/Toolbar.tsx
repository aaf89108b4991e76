/** Above the items: search, filters, how they are shown, and bringing more in. */
import {
  ActionIcon,
  Button,
  CloseButton,
  Menu,
  SegmentedControl,
  Slider,
  TextInput,
  Tooltip,
  VisuallyHidden,
} from "@mantine/core";
import {
  IconArchive,
  IconArrowDown,
  IconArrowUp,
  IconFileImport,
  IconLayoutGrid,
  IconLayoutSidebarRight,
  IconList,
  IconSearch,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Facets } from "#contract/library.ts";
import { FilterButton } from "./Filters.tsx";
import { importChosen, importSora } from "./importing.ts";
import { change, changeQuery, useLibrary } from "./state.ts";
import classes from "./Toolbar.module.css";

export const SEARCH_ID = "library-search";

export function Toolbar({ facets }: { facets: Facets | undefined }) {
  const { t } = useTranslation("library");
  const { query, showsInspector } = useLibrary();
  const search = query.search ?? "";
  const isNewest = query.order === "newest";
  const inTrash = query.place === "trash";
  const orderLabel = isNewest ? t("order.newest") : t("order.oldest");
  return (
    <header className={classes.bar}>
      <TextInput
        id={SEARCH_ID}
        className={classes.search}
        aria-label={t("search.label")}
        placeholder={t("search.placeholder")}
        maxLength={500}
        value={search}
        onChange={(event) => changeQuery({ search: event.currentTarget.value })}
        onKeyDown={(event) => event.key === "Escape" && changeQuery({ search: undefined })}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
        rightSection={
          search !== "" && (
            <CloseButton
              size="sm"
              aria-label={t("search.clear")}
              onClick={() => changeQuery({ search: undefined })}
            />
          )
        }
      />
      {!inTrash && <FilterButton facets={facets} />}
      <div className={classes.space} />
      <Tooltip label={orderLabel}>
        <ActionIcon
          size="lg"
          aria-label={orderLabel}
          onClick={() => changeQuery({ order: isNewest ? "oldest" : "newest" })}
        >
          {isNewest ? (
            <IconArrowDown size={18} stroke={1.6} aria-hidden />
          ) : (
            <IconArrowUp size={18} stroke={1.6} aria-hidden />
          )}
        </ActionIcon>
      </Tooltip>
      <ViewChoice />
      <Tooltip label={t("inspector.toggle")}>
        <ActionIcon
          size="lg"
          aria-label={t("inspector.toggle")}
          aria-pressed={showsInspector}
          onClick={() => change({ showsInspector: !showsInspector })}
        >
          <IconLayoutSidebarRight size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" className={classes.import} aria-label={t("import.button")}>
            <IconFileImport size={16} stroke={1.6} aria-hidden />
            <span className={classes.label}>{t("import.button")}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconFileImport size={16} stroke={1.6} aria-hidden />}
            onClick={importChosen}
          >
            {t("import.files")}
          </Menu.Item>
          <Menu.Item leftSection={<IconArchive size={16} stroke={1.6} aria-hidden />} onClick={importSora}>
            {t("import.sora")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </header>
  );
}

function ViewChoice() {
  const { t } = useTranslation("library");
  const { view, tile } = useLibrary();
  return (
    <>
      {view === "grid" && (
        <Slider
          className={classes.size}
          size={2}
          thumbSize={14}
          min={144}
          max={400}
          step={16}
          value={tile}
          label={null}
          thumbLabel={t("view.size")}
          onChange={(value) => change({ tile: value })}
        />
      )}
      <SegmentedControl
        aria-label={t("view.label")}
        value={view}
        onChange={(value) => change({ view: value === "list" ? "list" : "grid" })}
        data={[
          {
            value: "grid",
            label: (
              <>
                <IconLayoutGrid size={16} stroke={1.6} aria-hidden />
                <VisuallyHidden>{t("view.grid")}</VisuallyHidden>
              </>
            ),
          },
          {
            value: "list",
            label: (
              <>
                <IconList size={16} stroke={1.6} aria-hidden />
                <VisuallyHidden>{t("view.list")}</VisuallyHidden>
              </>
            ),
          },
        ]}
      />
    </>
  );
}
