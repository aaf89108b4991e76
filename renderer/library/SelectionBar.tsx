/** What can be done with everything that is selected. */
import { ActionIcon, Button, Menu, Popover, TagsInput, Text, Tooltip } from "@mantine/core";
import {
  IconFileExport,
  IconFolderMinus,
  IconFolderPlus,
  IconRestore,
  IconTag,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Facets } from "#contract/library.ts";
import { addTag, collect, rate, restore, trash } from "./changes.ts";
import classes from "./SelectionBar.module.css";
import { NameDialog } from "./Sidebar.tsx";
import { StarsInput } from "./Stars.tsx";
import { asSelection, change, NOTHING, selectedCount, useLibrary } from "./state.ts";

interface Props {
  total: number;
  facets: Facets | undefined;
}

export function SelectionBar({ total, facets }: Props) {
  const { t } = useTranslation("library");
  const { selected, query } = useLibrary();
  const count = selectedCount(selected, total);
  const selection = asSelection(selected, query);
  const inTrash = query.place === "trash";
  if (selection === null || count < (inTrash ? 1 : 2)) return null;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("selection.label")}>
      <Text size="sm" fw={500} className={classes.count}>
        {t("selection.count", { count })}
      </Text>
      {inTrash ? (
        <>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRestore size={14} stroke={1.6} aria-hidden />}
            onClick={() => void restore(selection)}
          >
            {t("action.restore")}
          </Button>
          <Button
            size="xs"
            color="red"
            variant="light"
            leftSection={<IconTrash size={14} stroke={1.6} aria-hidden />}
            onClick={() => change({ erasing: "selection" })}
          >
            {t("action.erase")}
          </Button>
        </>
      ) : (
        <>
          <StarsInput rating={0} onRate={(rating) => void rate(selection, rating)} />
          <TagButton
            onTag={(tag) => void addTag(selection, tag)}
            known={facets?.tags.map(({ value }) => value) ?? []}
          />
          <CollectButton facets={facets} />
          {query.collection !== undefined && (
            <IconButton
              label={t("collection.takeOut")}
              icon={IconFolderMinus}
              onClick={() => {
                const name = facets?.collections.find(({ id }) => id === query.collection)?.name ?? "";
                void collect(selection, query.collection!, name, false);
              }}
            />
          )}
          <IconButton
            label={t("action.export")}
            icon={IconFileExport}
            onClick={() => change({ isExporting: true })}
          />
          <IconButton label={t("action.trash")} icon={IconTrash} onClick={() => void trash(selection)} />
        </>
      )}
      <IconButton label={t("selection.clear")} icon={IconX} onClick={() => change({ selected: NOTHING })} />
    </div>
  );
}

function IconButton({
  label,
  icon: Icon,
  onClick,
}: {
  label: string;
  icon: typeof IconX;
  onClick: () => void;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="lg" aria-label={label} onClick={onClick}>
        <Icon size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function TagButton({ known, onTag }: { known: string[]; onTag: (tag: string) => void }) {
  const { t } = useTranslation("library");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top" width={240} trapFocus>
      <Popover.Target>
        <Tooltip label={t("tags.add")}>
          <ActionIcon size="lg" aria-label={t("tags.add")} onClick={() => setOpen(!isOpen)}>
            <IconTag size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <TagsInput
          size="sm"
          data-autofocus
          label={t("tags.add")}
          placeholder={t("tags.placeholder")}
          data={known}
          value={[]}
          comboboxProps={{ withinPortal: false }}
          onChange={([tag]) => {
            if (tag !== undefined) onTag(tag);
            setOpen(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function CollectButton({ facets }: { facets: Facets | undefined }) {
  const { t } = useTranslation("library");
  const [isNaming, setNaming] = useState(false);
  const put = (id: string, name: string) => {
    const { selected, query } = useLibrary.getState();
    const selection = asSelection(selected, query);
    if (selection !== null) void collect(selection, id, name, true);
  };
  return (
    <>
      <Menu position="top">
        <Menu.Target>
          <Tooltip label={t("collection.put")}>
            <ActionIcon size="lg" aria-label={t("collection.put")}>
              <IconFolderPlus size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {facets?.collections.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => put(id, name)}>
              {name}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setNaming(true)}>{t("collection.createWith")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isNaming && (
        <NameDialog
          id={null}
          name=""
          onClose={() => setNaming(false)}
          onCreated={({ id, name }) => put(id, name)}
        />
      )}
    </>
  );
}
