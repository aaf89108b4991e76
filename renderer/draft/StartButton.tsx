/** Chooses a picture for the next draft to start from: a file, or one of the library. */
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconFile, IconLayoutGrid, IconPhotoPlus, IconPlayerPause } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { seenFrame } from "../player/index.ts";
import { PictureChooser } from "./PictureChooser.tsx";
import { PICTURE_ACCEPT, startFromItem, startFromPicture } from "./picture.ts";
import { shownGeneration } from "./queue.ts";

export function StartButton() {
  const { t } = useTranslation("draft");
  const chooser = useRef<HTMLInputElement>(null);
  const [isChoosing, setChoosing] = useState(false);
  const icon = { size: 16, stroke: 1.6, "aria-hidden": true } as const;
  return (
    <>
      <Menu position="bottom-start" shadow="md" width={240}>
        <Menu.Target>
          <Tooltip label={t("start.choose")}>
            <ActionIcon size={28} aria-label={t("start.choose")}>
              <IconPhotoPlus size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFile {...icon} />} onClick={() => chooser.current?.click()}>
            {t("start.fromFile")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLayoutGrid {...icon} />} onClick={() => setChoosing(true)}>
            {t("start.fromLibrary")}
          </Menu.Item>
          <ShownFrame />
        </Menu.Dropdown>
      </Menu>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={PICTURE_ACCEPT}
        aria-label={t("start.choose")}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = "";
          if (file) void startFromPicture(file);
        }}
      />
      {isChoosing && <PictureChooser onClose={() => setChoosing(false)} />}
    </>
  );
}

/** The frame at which the player stands; nothing while it shows no clip. */
function ShownFrame() {
  const { t } = useTranslation("draft");
  const id = shownGeneration();
  const frame = id === null ? undefined : seenFrame(id);
  if (id === null || frame === undefined) return null;
  return (
    <Menu.Item
      leftSection={<IconPlayerPause size={16} stroke={1.6} aria-hidden />}
      onClick={() => void startFromItem(id, seenFrame(id))}
    >
      {t("start.fromShown")}
    </Menu.Item>
  );
}
