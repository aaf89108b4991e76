/** What this is, under which licences, and what to copy into a report. */
import { Badge, Button, Group, Modal, ScrollArea, SegmentedControl, Switch } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import licence from "../../../LICENSE?raw";
import notice from "../../../NOTICE?raw";
import { ACTIONS, runAction } from "../../actions/index.ts";
import { useCall, useCallMutation } from "../../app/calls.ts";
import { changeSettings, useSettings } from "../../app/settings.ts";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { problemWords } from "../../ui/problem-words.ts";
import { toastProblem } from "../../ui/toasts.tsx";
import { Row, Rows } from "../Row.tsx";
import classes from "./AboutSection.module.css";

type Text = "notice" | "licence";

export function AboutSection() {
  const { t } = useTranslation("settings");
  const { data: info } = useCall("app.info", undefined);
  const [text, setText] = useState<Text | null>(null);
  return (
    <>
      <Rows>
        <Row label={`Understudy ${info?.version ?? ""}`} description={t("about.what")} words="version 版本">
          <Badge variant="default" tt="none" fw={500}>
            GPL-3.0-or-later
          </Badge>
        </Row>
        <Row label={t("about.licences")} description={t("about.licencesNote")}>
          <Button variant="default" onClick={() => setText("notice")}>
            {t("about.showLicences")}
          </Button>
        </Row>
        <Row
          label={t("about.folder")}
          description={<span data-selectable>{info?.home}</span>}
          words="folder 文件夹"
        />
        <DiagnosticsRow />
      </Rows>
      <Updates version={info?.version ?? ""} />
      <Doctor />
      <Modal
        opened={text !== null}
        onClose={() => setText(null)}
        title={t("about.licences")}
        size="xl"
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <SegmentedControl
          mb="md"
          aria-label={t("about.licences")}
          value={text ?? "notice"}
          onChange={(value) => setText(value as Text)}
          data={[
            { value: "notice", label: t("about.notice") },
            { value: "licence", label: "GPL-3.0" },
          ]}
        />
        <ScrollArea h="60vh" tabIndex={0} className={classes.text}>
          <pre className={classes.pre} data-selectable>
            {text === "licence" ? licence : notice}
          </pre>
        </ScrollArea>
      </Modal>
    </>
  );
}

/** The action of menu and palette, where the host has one. */
function DiagnosticsRow() {
  const { t } = useTranslation("settings");
  const copy = ACTIONS.find(({ id }) => id === "diagnostics.copy");
  if (copy === undefined) return null;
  const Icon = copy.icon;
  return (
    <Row label={t("about.diagnostics")} description={t("about.diagnosticsNote")}>
      <Button
        variant="default"
        leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
        onClick={() => void runAction(copy)}
      >
        {t("about.copy")}
      </Button>
    </Row>
  );
}

/** Asks whether there is a newer version, when the user wants to know. */
function Updates({ version }: { version: string }) {
  const { t } = useTranslation("settings");
  const { updatesAtStart } = useSettings();
  const { data: host = "" } = useCall("updates.host", undefined);
  const check = useCallMutation("updates.check");
  const open = useCallMutation("updates.open", { onError: toastProblem });
  return (
    <Rows title={t("updates.title")}>
      <Row
        label={t("updates.label")}
        description={t("updates.note", { host, version })}
        words="update version 更新 版本"
        below={
          check.error !== null && (
            <div className={classes.answer}>
              <ProblemNotice error={check.error} />
            </div>
          )
        }
      >
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate(undefined)}>
          {t("updates.check")}
        </Button>
      </Row>
      {check.data?.isNewer && (
        <Row label={t("updates.newer", { version: check.data.version })} description={t("updates.newerNote")}>
          <Button onClick={() => open.mutate(undefined)}>{t("updates.open")}</Button>
        </Row>
      )}
      {check.data?.isNewer === false && (
        <Row
          label={t("updates.newest")}
          description={t("updates.newestNote", { version: check.data.version })}
        >
          <IconCheck size={20} stroke={1.6} aria-hidden />
        </Row>
      )}
      <Row label={t("updates.atStart")} description={t("updates.atStartNote")} words="update 更新">
        <Switch
          aria-label={t("updates.atStart")}
          checked={updatesAtStart}
          onChange={({ currentTarget: { checked } }) => void changeSettings({ updatesAtStart: checked })}
        />
      </Row>
    </Rows>
  );
}

/** Tries everything that a draft needs, when the user asks for it. */
function Doctor() {
  const { t } = useTranslation("settings");
  const doctor = useCallMutation("machine.doctor", { onError: toastProblem });
  const { data: report } = doctor;
  return (
    <Rows title={t("doctor.title")}>
      <Row label={t("doctor.label")} description={t("doctor.note")} words="doctor 检查">
        <Button variant="default" loading={doctor.isPending} onClick={() => doctor.mutate(undefined)}>
          {t("doctor.run")}
        </Button>
      </Row>
      {report && report.problems.length === 0 && (
        <Row label={t("doctor.well")} description={t("doctor.wellNote")}>
          <IconCheck size={20} stroke={1.6} aria-hidden />
        </Row>
      )}
      {report?.problems.map((problem) => {
        const { title, hint, detail } = problemWords(problem);
        const told = (
          <>
            {hint} <span data-selectable>{detail}</span>
          </>
        );
        return <Row key={problem.message} label={title} description={told} words={hint} />;
      })}
      {report && (
        <Row label={t("doctor.versions")}>
          <Group gap="xs" className={classes.versions}>
            <Badge variant="default" tt="none">{`onnxruntime ${report.onnxruntime}`}</Badge>
            <Badge variant="default" tt="none">{`ffmpeg ${report.ffmpeg?.version ?? "–"}`}</Badge>
            <Badge variant="default" tt="none">{`SQLite ${report.sqlite?.version ?? "–"}`}</Badge>
          </Group>
        </Row>
      )}
    </Rows>
  );
}
