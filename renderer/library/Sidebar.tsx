/** Where one is: everything, a collection, or the trash. */
import { ActionIcon, Button, Menu, Modal, ScrollArea, Text, TextInput, Tooltip } from "@mantine/core";
import {
  IconDatabase,
  IconDots,
  IconFolder,
  IconLayoutGrid,
  IconPlus,
  IconStar,
  IconTrash,
} from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Collection, Facets } from "#contract/library.ts";
import { useCall, useCallMutation } from "../app/calls.ts";
import { openSettings } from "../settings/section.ts";
import { formatBytes } from "../ui/format.ts";
import { toastProblem } from "../ui/toasts.tsx";
import { removeCollection } from "./changes.ts";
import { number } from "./format.ts";
import classes from "./Sidebar.module.css";
import { change, changeQuery, NOTHING, type Query, useLibrary } from "./state.ts";

/** Measuring reads the names of all files: not with every change. */
const REPORT_FRESH_MS = 60_000;

function go(part: Partial<Query>): void {
  const { order } = useLibrary.getState().query;
  change({ query: { place: "library", order, ...part }, selected: NOTHING, focus: 0, anchor: 0 });
}

export function Sidebar({ facets }: { facets: Facets | undefined }) {
  const { t } = useTranslation("library");
  const query = useLibrary((state) => state.query);
  const [naming, setNaming] = useState<{ id: string | null; name: string } | null>(null);
  const isAll = query.place === "library" && query.collection === undefined && query.rating !== 4;
  const best = facets?.ratings
    .filter(({ value }) => Number(value) >= 4)
    .reduce((sum, { count }) => sum + count, 0);
  return (
    <nav className={classes.side} aria-label={t("places.label")}>
      <ScrollArea className={classes.scroll}>
        <Place
          icon={IconLayoutGrid}
          name={t("places.all")}
          count={facets?.total}
          isOpen={isAll}
          onOpen={() => go({})}
        />
        <Place
          icon={IconStar}
          name={t("places.best")}
          count={best}
          isOpen={query.rating === 4 && query.collection === undefined}
          onOpen={() => go({ rating: 4 })}
        />
        <div className={classes.heading}>
          <Text size="xs" fw={600} c="dimmed" component="h2">
            {t("places.collections")}
          </Text>
          <Tooltip label={t("collection.create")}>
            <ActionIcon
              size="sm"
              aria-label={t("collection.create")}
              onClick={() => setNaming({ id: null, name: "" })}
            >
              <IconPlus size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
        {facets?.collections.length === 0 && (
          <Text size="xs" c="dimmed" px={12}>
            {t("collection.none")}
          </Text>
        )}
        {facets?.collections.map((collection) => (
          <Place
            key={collection.id}
            icon={IconFolder}
            name={collection.name}
            count={collection.count}
            isOpen={query.collection === collection.id}
            onOpen={() => go({ collection: collection.id })}
          >
            <CollectionMenu collection={collection} onRename={() => setNaming(collection)} />
          </Place>
        ))}
      </ScrollArea>
      <Place
        icon={IconTrash}
        name={t("places.trash")}
        count={facets?.trash}
        isOpen={query.place === "trash"}
        onOpen={() => go({ place: "trash" })}
      />
      <StorageButton />
      {naming !== null && <NameDialog {...naming} onClose={() => setNaming(null)} />}
    </nav>
  );
}

/** How much is on the disk, and the way to what can be done about it. */
function StorageButton() {
  const { t } = useTranslation("library");
  const { data: report } = useCall("storage.report", undefined, { staleTime: REPORT_FRESH_MS });
  const used = report?.usages.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className={classes.place}>
      <button type="button" className={classes.open} onClick={() => openSettings("storage")}>
        <IconDatabase size={16} stroke={1.6} aria-hidden />
        <span className={classes.name}>{t("places.storage")}</span>
        <span className={classes.count}>{used === undefined ? "" : formatBytes(used)}</span>
      </button>
    </div>
  );
}

interface PlaceProps {
  icon: typeof IconFolder;
  name: string;
  count: number | undefined;
  isOpen: boolean;
  onOpen: () => void;
  children?: React.ReactNode;
}

function Place({ icon: Icon, name, count, isOpen, onOpen, children }: PlaceProps) {
  return (
    <div className={classes.place} data-open={isOpen || undefined}>
      <button
        type="button"
        className={classes.open}
        aria-current={isOpen ? "page" : undefined}
        onClick={onOpen}
      >
        <Icon size={16} stroke={1.6} aria-hidden />
        <span className={classes.name}>{name}</span>
        <span className={classes.count}>{count === undefined || count === 0 ? "" : number(count)}</span>
      </button>
      {children}
    </div>
  );
}

function CollectionMenu({ collection, onRename }: { collection: Collection; onRename: () => void }) {
  const { t } = useTranslation("library");
  const { id, name } = collection;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" className={classes.more} aria-label={t("collection.more", { name })}>
          <IconDots size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onRename}>{t("collection.rename")}</Menu.Item>
        <Menu.Item
          onClick={() => {
            if (useLibrary.getState().query.collection === id) changeQuery({ collection: undefined });
            void removeCollection(id, name);
          }}
        >
          {t("collection.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Names a new collection, or one that there is. */
export function NameDialog({
  id,
  name,
  onClose,
  onCreated,
}: {
  id: string | null;
  name: string;
  onClose: () => void;
  onCreated?: (collection: Collection) => void;
}) {
  const { t } = useTranslation("library");
  const [text, setText] = useState(name);
  const create = useCallMutation("library.createCollection", {
    onError: toastProblem,
    ...(onCreated && { onSuccess: onCreated }),
  });
  const rename = useCallMutation("library.renameCollection", { onError: toastProblem });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    if (id === null) create.mutate({ name: text });
    else rename.mutate({ id, name: text });
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={id === null ? t("collection.create") : t("collection.rename")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          label={t("collection.name")}
          value={text}
          maxLength={120}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" mt="md" disabled={text.trim() === ""}>
          {id === null ? t("collection.create") : t("collection.rename")}
        </Button>
      </form>
    </Modal>
  );
}
