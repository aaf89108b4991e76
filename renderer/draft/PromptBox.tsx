/** Where one says what is to be seen and heard; earlier prompts, examples and a starting picture at hand. */
import { ActionIcon, Menu, ScrollArea, Text, Textarea, Tooltip } from "@mantine/core";
import { IconBulb, IconHistory } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { MAX_PROMPT_CHARACTERS } from "#contract/draft.ts";
import { useCall } from "../app/calls.ts";
import { useSettings } from "../app/settings.ts";
import classes from "./Composer.module.css";
import { useExamples } from "./examples.ts";
import { pictureIn, startFromPicture } from "./picture.ts";
import { StartButton } from "./StartButton.tsx";
import { StartChip } from "./StartChip.tsx";
import { change, focusPrompt, PROMPT_ID, useComposer } from "./wish.ts";

/** From here on the end of the room is told. */
const NEAR_THE_END = MAX_PROMPT_CHARACTERS - 300;

export function PromptBox({ onSubmit }: { onSubmit: () => void }) {
  const { t } = useTranslation("draft");
  const prompt = useComposer((composer) => composer.prompt);
  const left = MAX_PROMPT_CHARACTERS - prompt.length;
  return (
    <div className={classes.prompt}>
      <Textarea
        id={PROMPT_ID}
        aria-label={t("prompt.label")}
        placeholder={t("prompt.placeholder")}
        variant="unstyled"
        aria-invalid={left < 0}
        value={prompt}
        onChange={(event) => change({ prompt: event.currentTarget.value })}
        onPaste={(event) => {
          const file = pictureIn(event.clipboardData);
          if (!file) return;
          event.preventDefault();
          void startFromPicture(file);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onSubmit();
        }}
      />
      <StartChip />
      <div className={classes.promptTools}>
        <StartButton />
        <Examples />
        <History />
        <span className={classes.gap} />
        {prompt.length > NEAR_THE_END && <Room left={left} />}
      </div>
    </div>
  );
}

/** What is too long stays as it was typed or pasted: the user knows best what to leave out. */
function Room({ left }: { left: number }) {
  const { t } = useTranslation("draft");
  if (left >= 0) {
    return (
      <Text size="xs" c="dimmed">
        {t("prompt.left", { count: left })}
      </Text>
    );
  }
  return (
    <Text size="xs" fw={500} className={classes.tooLong} role="alert">
      {t("prompt.tooLong", { count: -left })}
    </Text>
  );
}

function Examples() {
  const { t } = useTranslation("draft");
  const examples = useExamples();
  return (
    <Prompts label={t("prompt.examples")} icon={<IconBulb size={18} stroke={1.6} aria-hidden />}>
      {examples}
    </Prompts>
  );
}

function History() {
  const { t } = useTranslation("draft");
  const { promptHistory } = useSettings();
  const { data = [] } = useCall("queue.prompts", undefined, { staleTime: 0, enabled: promptHistory });
  if (!promptHistory) return null;
  return (
    <Prompts
      label={t("prompt.history")}
      icon={<IconHistory size={18} stroke={1.6} aria-hidden />}
      empty={t("prompt.noHistory")}
    >
      {data}
    </Prompts>
  );
}

interface PromptsProps {
  label: string;
  icon: ReactNode;
  empty?: string;
  children: readonly string[];
}

function Prompts({ label, icon, empty, children }: PromptsProps) {
  return (
    <Menu position="bottom-start" width={320} shadow="md">
      <Menu.Target>
        <Tooltip label={label}>
          <ActionIcon size={28} aria-label={label}>
            {icon}
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{children.length > 0 ? label : (empty ?? label)}</Menu.Label>
        <ScrollArea.Autosize mah={320}>
          {children.map((prompt) => (
            <Menu.Item
              key={prompt}
              onClick={() => {
                change({ prompt });
                window.setTimeout(focusPrompt);
              }}
            >
              <Text size="sm" lineClamp={2}>
                {prompt}
              </Text>
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
