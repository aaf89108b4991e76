/** Where inference and encoding run: what works on this machine, why the rest does not, and the user's choice. */
import { Badge, Button, Radio, Skeleton, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Machine, VIDEO_ENCODERS } from "#contract/machine.ts";
import type { Settings } from "#contract/settings.ts";
import { useCall, useCallMutation } from "../../app/calls.ts";
import { changeSettings, useSettings } from "../../app/settings.ts";
import { formatBytes } from "../../ui/format.ts";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { whyWords } from "../../ui/problem-words.ts";
import { PROVIDER_NAMES } from "../../ui/providers.ts";
import { toastProblem } from "../../ui/toasts.tsx";
import { Row, Rows } from "../Row.tsx";
import classes from "./DeviceSection.module.css";

interface Choice<Value extends string> {
  value: Value;
  label: string;
  note: string;
  works: boolean;
}

export function DeviceSection() {
  const { t } = useTranslation("settings");
  const settings = useSettings();
  const { data: machine, error, refetch } = useCall("machine.get", undefined);
  const probe = useCallMutation("machine.probe", { onError: toastProblem });
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Rows title={t("device.machine")}>
        <Row
          label={machine?.cpu ?? t("device.looking")}
          description={
            machine &&
            t("device.facts", {
              threads: machine.threads,
              memory: formatBytes(machine.memory),
              free: formatBytes(machine.freeMemory),
            })
          }
        >
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} stroke={1.6} aria-hidden />}
            loading={probe.isPending}
            onClick={() => probe.mutate(undefined)}
          >
            {t("device.probe")}
          </Button>
        </Row>
      </Rows>
      <ChoiceRow
        label={t("device.provider")}
        description={t("device.providerNote")}
        words="provider gpu cuda webgpu cpu 运行设备"
        value={settings.provider}
        choices={machine && providerChoices(machine, t)}
        onChange={(provider) => void changeSettings({ provider })}
      />
      <ChoiceRow
        label={t("device.encoder")}
        description={t("device.encoderNote")}
        words="encoder nvenc vaapi x264 h264 编码器"
        value={settings.encoder}
        choices={machine && encoderChoices(machine, t)}
        onChange={(encoder) => void changeSettings({ encoder })}
      />
    </>
  );
}

type Translate = ReturnType<typeof useTranslation<"settings">>["t"];

function providerChoices({ providers, autoProvider }: Machine, t: Translate): Choice<Settings["provider"]>[] {
  const auto = autoProvider
    ? t("device.autoProvider", { provider: PROVIDER_NAMES[autoProvider] })
    : t("device.autoNothing");
  return [
    { value: "auto", label: t("device.auto"), note: auto, works: autoProvider !== null },
    ...providers.map(({ provider, available, device, probeMs, ...why }) => ({
      value: provider,
      label: PROVIDER_NAMES[provider],
      note: available
        ? [device, probeMs !== null && `${probeMs.toFixed(1)} ms`].filter(Boolean).join(" · ")
        : whyWords(why),
      works: available,
    })),
  ];
}

function encoderChoices({ encoders, autoEncoder }: Machine, t: Translate): Choice<Settings["encoder"]>[] {
  const auto =
    autoEncoder === "libx264"
      ? t("device.autoSoftware")
      : t("device.autoEncoder", { encoder: t(`device.encoders.${autoEncoder}`) });
  return [
    { value: "auto", label: t("device.auto"), note: auto, works: true },
    ...VIDEO_ENCODERS.map((encoder) => {
      const status = encoders.find((one) => one.encoder === encoder);
      const works = status?.works ?? false;
      const note = works
        ? t(`device.encoderNotes.${encoder === "libx264" ? "software" : "hardware"}`)
        : whyWords(status ?? { reason: "", text: { key: "no-ffmpeg", values: {} } });
      return {
        value: encoder,
        label: t(`device.encoders.${encoder}`),
        note,
        works,
      };
    }),
  ];
}

interface ChoiceRowProps<Value extends string> {
  label: string;
  description: string;
  words: string;
  value: Value;
  choices: Choice<Value>[] | undefined;
  onChange: (value: Value) => void;
}

/** All choices at once: those that do not work tell why. */
function ChoiceRow<Value extends string>(props: ChoiceRowProps<Value>) {
  const { label, description, words, value, choices, onChange } = props;
  const { t } = useTranslation("settings");
  return (
    <Rows>
      <Row
        label={label}
        description={description}
        words={words}
        below={
          <Radio.Group value={value} onChange={onChange} aria-label={label} mt="md">
            <Stack gap={4}>
              {choices === undefined &&
                [1, 2, 3].map((i) => <Skeleton key={i} h={48} radius="md" opacity={0.4} />)}
              {choices?.map((choice) => (
                <Radio.Card
                  key={choice.value}
                  value={choice.value}
                  className={classes.choice}
                  disabled={!choice.works && choice.value !== value}
                  aria-label={`${choice.label}. ${choice.note}`}
                >
                  <Radio.Indicator disabled={!choice.works && choice.value !== value} />
                  <div className={classes.words}>
                    <Text size="sm" fw={500}>
                      {choice.label}
                    </Text>
                    <Text size="xs" c="dimmed" className={classes.note} title={choice.note}>
                      {choice.note}
                    </Text>
                  </div>
                  {!choice.works && (
                    <Badge variant="default" size="sm" tt="none" fw={500}>
                      {t("device.notHere")}
                    </Badge>
                  )}
                </Radio.Card>
              ))}
            </Stack>
          </Radio.Group>
        }
      />
    </Rows>
  );
}
