/** The left side: everything that a draft is asked for with, and the button that asks. */
import { Button, Menu, ScrollArea, Text, Tooltip } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown, IconLayoutGrid, IconLock, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MAX_PROMPT_CHARACTERS } from "#contract/draft.ts";
import { useCall } from "../app/calls.ts";
import { keyLabel } from "../ui/keys.ts";
import { Advanced } from "./Advanced.tsx";
import classes from "./Composer.module.css";
import { useChosenPack } from "./choices.ts";
import { PromptBox } from "./PromptBox.tsx";
import { SeedField } from "./SeedField.tsx";
import { LengthPicker, ShapePicker } from "./ShapePicker.tsx";
import { StyleChips } from "./StyleChips.tsx";
import { submit, submitVariations, VARIATION_SECONDS } from "./submit.ts";
import { change, focusPrompt, useComposer, wishOf } from "./wish.ts";
import { durationWords } from "./words.ts";

const GRIDS = [4, 9] as const;

export function Composer() {
  const { t } = useTranslation("draft");
  const composer = useComposer();
  const { uses } = useChosenPack();
  const [isSending, setSending] = useState(false);
  const send = async (work: () => Promise<boolean>) => {
    if (isSending) return;
    if (composer.prompt.trim() === "" || composer.prompt.trim().length > MAX_PROMPT_CHARACTERS) {
      focusPrompt();
      return;
    }
    setSending(true);
    await work();
    setSending(false);
  };
  const draft = () => void send(() => submit(wishOf(composer, uses)));
  const vary = (count: number) => void send(() => submitVariations(wishOf(composer, uses), count));
  return (
    <section className={classes.composer} aria-label={t("composer.label")}>
      <ScrollArea className={classes.scroll} type="auto" scrollbarSize={6}>
        <div className={classes.fields}>
          <PromptBox onSubmit={draft} />
          <StyleChips value={composer.style} onChange={(style) => change({ style })} />
          <LengthPicker />
          <div className={classes.pair}>
            <ShapePicker />
            <SeedField />
          </div>
          <Advanced />
        </div>
      </ScrollArea>
      <footer className={classes.footer}>
        <Button.Group className={classes.buttons}>
          <Tooltip label={keyLabel("mod+Enter")}>
            <Button
              size="md"
              className={classes.go}
              leftSection={<IconSparkles size={18} stroke={1.6} aria-hidden />}
              loading={isSending}
              onClick={draft}
            >
              {composer.start?.from === "generation" ? t("composer.remix") : t("composer.draft")}
            </Button>
          </Tooltip>
          <Menu position="top-end" shadow="md">
            <Menu.Target>
              <Button size="md" px={8} className={classes.split} aria-label={t("composer.more")}>
                <IconChevronDown size={16} stroke={1.6} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {GRIDS.map((count) => (
                <Menu.Item
                  key={count}
                  leftSection={<IconLayoutGrid size={16} stroke={1.6} aria-hidden />}
                  onClick={() => vary(count)}
                >
                  {t("composer.grid", { count, seconds: VARIATION_SECONDS })}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </Button.Group>
        <div className={classes.facts}>
          <Cost />
          <Text size="xs" className={classes.private} title={t("composer.privateHint")}>
            <IconLock size={13} stroke={1.8} aria-hidden />
            {t("composer.private")}
          </Text>
        </div>
      </footer>
    </section>
  );
}

/** What the draft will take, by what was measured here. */
function Cost() {
  const { t } = useTranslation("draft");
  const composer = useComposer();
  const { uses } = useChosenPack();
  // The words cost nothing; a wish without any cannot be estimated.
  const { seed: _seed, ...wish } = wishOf({ ...composer, prompt: "-" }, uses);
  const [asked] = useDebouncedValue(wish, 250);
  const { data } = useCall("queue.estimate", asked, { staleTime: 0, placeholderData: (last) => last });
  if (data === undefined) return <Text size="xs">&nbsp;</Text>;
  // Of a pack that was only tried, what painting takes is most of it.
  const ms = data.ms ?? data.paintMs;
  const hint = { drafts: t("cost.drafts"), trial: t("cost.trial"), nothing: t("cost.nothing") };
  return (
    <Text size="xs" c="dimmed" title={hint[data.paintFrom ?? "nothing"]}>
      {ms === null ? t("cost.unknown") : t("cost.about", { time: durationWords(t, ms) })}
    </Text>
  );
}
