/** The item that has the focus, large, over everything else. Space opens and closes it, arrows go on. */
import { ActionIcon, Loader, Menu, Modal, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { ItemDetails } from "#contract/library.ts";
import { useCall } from "../app/calls.ts";
import { Player, seeFrame } from "../player/index.ts";
import { ActionItems } from "../ui/ActionItems.tsx";
import { ITEM_ACTIONS } from "./ItemMenu.tsx";
import type { Items } from "./items.ts";
import classes from "./QuickLook.module.css";
import { moveFocus } from "./selecting.ts";
import { change, useLibrary } from "./state.ts";

export function QuickLook({ items }: { items: Items }) {
  const { t } = useTranslation("library");
  const { isLooking, selected, focus } = useLibrary();
  const [chosen] = selected.mode === "some" && selected.ids.size === 1 ? selected.ids : [];
  const id = chosen ?? items.rowAt(focus)?.id;
  const shown = isLooking ? id : undefined;
  useEffect(() => {
    change({ lookedAt: shown ?? null });
    return () => change({ lookedAt: null });
  }, [shown]);
  const close = () => change({ isLooking: false });
  const onKeyDown = (event: KeyboardEvent) => {
    if (hasOwnKeys(event.target)) return;
    const isPressing = event.key === " " && event.target instanceof HTMLButtonElement;
    if (event.key === " " && !isPressing) close();
    else if (!moveFocus(event, items, 1, 1)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Mantine's dialog takes no listener; what happens in it arrives here
    <div style={{ display: "contents" }} onKeyDown={onKeyDown}>
      <Modal.Root opened={isLooking && id !== undefined} onClose={close} size="auto" centered>
        <Modal.Overlay backgroundOpacity={0.8} />
        <Modal.Content className={classes.content} aria-label={t("look.label")}>
          <Modal.CloseButton className={classes.close} aria-label={t("close")} />
          {id !== undefined && <Looked key={id} id={id} />}
        </Modal.Content>
      </Modal.Root>
    </div>
  );
}

/** Whether keys belong to what plays or to an open menu, not to the library. The dialog is a section, too. */
function hasOwnKeys(target: EventTarget): boolean {
  const owner = "audio, section:not([role=dialog]), [role=menu]";
  return target instanceof Element && target.closest(owner) !== null;
}

function Looked({ id }: { id: string }) {
  const { t } = useTranslation("library");
  const { data: item } = useCall("library.item", { id });
  return (
    <figure className={classes.figure}>
      <div className={classes.stage}>{item === undefined ? <Loader /> : <Shown item={item} />}</div>
      <figcaption className={classes.caption}>
        <Text size="sm" lineClamp={2} className={classes.words} data-selectable>
          {item === undefined
            ? ""
            : item.url === null
              ? t(`proxy.${item.imported?.proxy ?? "failed"}`)
              : item.title}
        </Text>
        {item?.trashedAt === null && (
          <Menu position="top-end" shadow="md" width={240}>
            <Menu.Target>
              <ActionIcon className={classes.more} aria-label={t("look.more")}>
                <IconDots size={18} stroke={1.6} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <ActionItems ids={ITEM_ACTIONS} />
            </Menu.Dropdown>
          </Menu>
        )}
      </figcaption>
    </figure>
  );
}

function Shown({ item }: { item: ItemDetails }) {
  const { url, kind, title, id } = item;
  if (url === null) return <img className={classes.media} src={`posters/${id}.jpg`} alt={title} />;
  if (kind === "picture") return <img className={classes.media} src={url} alt={title} />;
  if (kind === "audio") {
    // biome-ignore lint/a11y/useMediaCaption: what was imported has no captions
    return <audio src={url} controls autoPlay aria-label={title} />;
  }
  const fps = item.generation?.storyboard.fps ?? item.imported?.fps ?? 24;
  const frames = item.generation?.storyboard.frames ?? Math.max(1, Math.round((item.seconds ?? 0) * fps));
  const { width, height } = item;
  return (
    <div className={classes.player}>
      <Player
        clip={{ url, fps, frames, width: width ?? 16, height: height ?? 9, title }}
        autoPlay
        onFrame={(frame) => seeFrame(id, frame)}
      />
    </div>
  );
}
