/** Where one drafts: what to ask for on the left, what comes of it beside, the queue below. */
import { Button, Center, Loader, VisuallyHidden } from "@mantine/core";
import { IconPhotoPlus, IconSparkles } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../app/bridge.ts";
import { DropZone } from "../ui/DropZone.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Panel, PanelEdge, Panels } from "../ui/Panels.tsx";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { CompareView } from "./CompareView.tsx";
import { Composer } from "./Composer.tsx";
import classes from "./DraftWorkspace.module.css";
import { useExamples } from "./examples.ts";
import { Making } from "./Making.tsx";
import { startFromDrop } from "./picture.ts";
import { QueueStrip } from "./QueueStrip.tsx";
import { followQueue, useJob, useQueue } from "./queue.ts";
import { Result } from "./Result.tsx";
import { SeedGrid } from "./SeedGrid.tsx";
import { change, focusPrompt } from "./wish.ts";

export default function DraftWorkspace() {
  const { t, i18n } = useTranslation("draft");
  const language = i18n.language === "zh-CN" ? "zh-CN" : "en";
  useEffect(() => {
    void followQueue();
  }, []);
  useEffect(() => {
    // Nobody begins with a blank page; the main process knows whether this is the first time.
    call("queue.sample", { language }).catch(() => undefined);
  }, [language]);
  return (
    <>
      <VisuallyHidden component="h1">{t("title")}</VisuallyHidden>
      <DropZone icon={IconPhotoPlus} label={t("start.drop")} onFiles={startFromDrop}>
        <Panels name="draft">
          <Panel
            id="composer"
            className={classes.composer!}
            defaultSize="380px"
            minSize="300px"
            maxSize="520px"
          >
            <Composer />
          </Panel>
          <PanelEdge />
          <Panel id="stage" minSize="360px">
            <div className={classes.right}>
              <div className={classes.stage}>
                <Stage />
              </div>
              <QueueStrip />
            </div>
          </Panel>
        </Panels>
      </DropZone>
    </>
  );
}

function Stage() {
  const { state, error, shown } = useQueue();
  if (error !== undefined) return <ProblemNotice error={error} onRetry={() => void followQueue()} />;
  if (state === null) {
    return (
      <Center h="100%">
        <Loader size="sm" />
      </Center>
    );
  }
  if (shown === null) return <Blank />;
  if ("compare" in shown) return <CompareView ids={shown.compare} />;
  if ("batch" in shown) return <SeedGrid batch={shown.batch} />;
  return <ShownJob id={shown.job} />;
}

function ShownJob({ id }: { id: string }) {
  const job = useJob(id);
  if (job === undefined) return <Blank />;
  if (job.generation !== null) return <Result key={job.generation} generation={job.generation} />;
  return <Making key={id} job={job} />;
}

/** Nothing is shown: what could be. */
function Blank() {
  const { t } = useTranslation("draft");
  const examples = useExamples().slice(0, 3);
  return (
    <EmptyState icon={IconSparkles} title={t("blank.title")} text={t("blank.text")}>
      <div className={classes.examples}>
        {examples.map((prompt) => (
          <Button
            key={prompt}
            variant="default"
            size="xs"
            onClick={() => {
              change({ prompt });
              focusPrompt();
            }}
          >
            {prompt}
          </Button>
        ))}
      </div>
    </EmptyState>
  );
}
