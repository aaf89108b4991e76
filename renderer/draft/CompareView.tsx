/** Two clips compared, in step. */
import { Button, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { IconArrowsExchange, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../app/calls.ts";
import { Compare, type CompareMode } from "../player/index.ts";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { show, useJobs } from "./queue.ts";
import classes from "./Result.module.css";
import { playerClip } from "./Result.tsx";

export function CompareView({ ids: [first, second] }: { ids: [string, string] }) {
  const { t } = useTranslation("draft");
  const [mode, setMode] = useState<CompareMode>("wipe");
  const a = useCall("queue.clip", { id: first });
  const b = useCall("queue.clip", { id: second });
  const jobs = useJobs();
  const leave = () => {
    const job = jobs.find(({ generation }) => generation === first);
    show(job === undefined ? null : { job: job.id });
  };
  const error = a.error ?? b.error;
  if (error) return <ProblemNotice error={error} onRetry={leave} />;
  if (a.data === undefined || b.data === undefined) return <Skeleton className={classes.loading} />;
  return (
    <section className={classes.result} aria-label={t("compare.title")}>
      <div className={classes.head}>
        <div className={classes.headWords}>
          <Text size="sm" truncate title={a.data.request.prompt}>
            <b>A</b> {a.data.request.prompt} · {t("result.seed", { seed: a.data.request.seed })}
          </Text>
          <Text size="sm" truncate title={b.data.request.prompt}>
            <b>B</b> {b.data.request.prompt} · {t("result.seed", { seed: b.data.request.seed })}
          </Text>
        </div>
        <SegmentedControl
          size="xs"
          aria-label={t("compare.mode")}
          value={mode}
          data={[
            { value: "wipe", label: t("compare.wipe") },
            { value: "beside", label: t("compare.beside") },
          ]}
          onChange={(value) => setMode(value as CompareMode)}
        />
        <Button
          variant="default"
          size="xs"
          leftSection={<IconArrowsExchange size={16} stroke={1.6} aria-hidden />}
          onClick={() => show({ compare: [second, first] })}
        >
          {t("compare.swap")}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconX size={16} stroke={1.6} aria-hidden />}
          onClick={leave}
        >
          {t("compare.leave")}
        </Button>
      </div>
      <div className={classes.player}>
        <Compare
          key={`${a.data.url} ${b.data.url}`}
          a={playerClip(a.data)}
          b={playerClip(b.data)}
          mode={mode}
        />
      </div>
    </section>
  );
}
