/** What a new draft begins with. */
import { NumberInput, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { MAX_SECONDS, MIN_SECONDS, SIZES } from "#contract/draft.ts";
import { LOOKS } from "#contract/scenery.ts";
import type { Settings } from "#contract/settings.ts";
import { useCall } from "../../app/calls.ts";
import { changeSettings, useSettings } from "../../app/settings.ts";
import { Row, Rows } from "../Row.tsx";

const PAINTING = ["painter", "image", "motion"];

export function DraftsSection() {
  const { t } = useTranslation("settings");
  const { drafts } = useSettings();
  const { data } = useCall("packs.list", undefined);
  const change = (part: Partial<Settings["drafts"]>) =>
    void changeSettings({ drafts: { ...drafts, ...part } });
  const packs = (data?.packs ?? []).filter(({ kind }) => kind !== null && PAINTING.includes(kind));
  const known = packs.some(({ id }) => id === drafts.pack)
    ? []
    : [{ value: drafts.pack, label: drafts.pack }];
  return (
    <Rows>
      <Row
        label={t("drafts.seconds")}
        description={t("drafts.secondsNote", { min: MIN_SECONDS, max: MAX_SECONDS })}
      >
        <NumberInput
          w={120}
          aria-label={t("drafts.seconds")}
          min={MIN_SECONDS}
          max={MAX_SECONDS}
          clampBehavior="strict"
          allowDecimal={false}
          value={drafts.seconds}
          suffix={t("drafts.secondsUnit")}
          onChange={(value) => {
            const seconds = Number(value);
            if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) change({ seconds });
          }}
        />
      </Row>
      <Row label={t("drafts.size")} description={t("drafts.sizeNote")}>
        <Select
          w={200}
          allowDeselect={false}
          aria-label={t("drafts.size")}
          value={drafts.size}
          onChange={(size) => size !== null && change({ size })}
          data={SIZES.map((value) => ({ value, label: t(`drafts.sizes.${value}`) }))}
        />
      </Row>
      <Row label={t("drafts.style")} description={t("drafts.styleNote")}>
        <Select
          w={200}
          aria-label={t("drafts.style")}
          value={drafts.style ?? ""}
          allowDeselect={false}
          onChange={(value) => {
            const style = LOOKS.find((look) => look === value);
            const { style: _old, ...others } = drafts;
            void changeSettings({ drafts: style ? { ...others, style } : others });
          }}
          data={[
            { value: "", label: t("drafts.styleOfPrompt") },
            ...LOOKS.map((value) => ({ value, label: t(`drafts.looks.${value}`) })),
          ]}
        />
      </Row>
      <Row label={t("drafts.pack")} description={t("drafts.packNote")}>
        <Select
          w={200}
          allowDeselect={false}
          aria-label={t("drafts.pack")}
          value={drafts.pack}
          onChange={(value) => value !== null && change({ pack: value })}
          data={[...packs.map(({ id, name }) => ({ value: id, label: name })), ...known]}
        />
      </Row>
    </Rows>
  );
}
