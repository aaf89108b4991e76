/** The queue as a film strip: what is made, what waits in its order, and what was made before. */
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  horizontalListSortingStrategy,
  SortableContext,
  sortableKeyboardCoordinates,
} from "@dnd-kit/sortable";
import { Button, Text } from "@mantine/core";
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { QueueJob } from "#contract/queue.ts";
import { call } from "../app/bridge.ts";
import { toastProblem } from "../ui/toasts.tsx";
import { JobCard } from "./JobCard.tsx";
import { moveJob } from "./job-changes.ts";
import classes from "./QueueStrip.module.css";
import { hasEnded, useJobs, useQueue } from "./queue.ts";

export function QueueStrip() {
  const { t } = useTranslation("draft");
  const jobs = useJobs();
  const paused = useQueue(({ state }) => state?.paused ?? false);
  const open = jobs.filter((job) => !hasEnded(job));
  const movable = open.filter(({ phase }) => phase !== "running");
  const ended = jobs.filter(hasEnded);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  if (jobs.length === 0) return null;
  return (
    <section className={classes.strip} aria-label={t("queue.label")}>
      <header className={classes.head}>
        <Text span size="xs" fw={600}>
          {t("queue.label")}
        </Text>
        <Text span size="xs" c="dimmed">
          {open.length > 0 ? t("queue.open", { count: open.length }) : t("queue.nothing")}
        </Text>
        <span className={classes.gap} />
        {(open.length > 0 || paused) && (
          <Button
            variant="subtle"
            color={paused ? "coral" : "gray"}
            size="compact-xs"
            leftSection={
              paused ? (
                <IconPlayerPlayFilled size={12} aria-hidden />
              ) : (
                <IconPlayerPauseFilled size={12} aria-hidden />
              )
            }
            onClick={() => void call(paused ? "queue.resume" : "queue.pause").catch(toastProblem)}
          >
            {paused ? t("queue.resume") : t("queue.pause")}
          </Button>
        )}
      </header>
      <div className={classes.cards}>
        {open
          .filter(({ phase }) => phase === "running")
          .map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
        <DndContext
          sensors={sensors}
          collisionDetection={closestCenter}
          onDragEnd={(event) => drop(event, movable)}
          accessibility={{ screenReaderInstructions: { draggable: t("queue.dragHint") } }}
        >
          <SortableContext items={movable.map(({ id }) => id)} strategy={horizontalListSortingStrategy}>
            {movable.map((job) => (
              <JobCard key={job.id} job={job} movable />
            ))}
          </SortableContext>
        </DndContext>
        {ended.map((job) => (
          <JobCard key={job.id} job={job} />
        ))}
      </div>
    </section>
  );
}

function drop({ active, over }: DragEndEvent, movable: readonly QueueJob[]): void {
  if (over === null || active.id === over.id) return;
  const ids = movable.map(({ id }) => id);
  const [from, to] = [ids.indexOf(String(active.id)), ids.indexOf(String(over.id))];
  // Dragged to the right, it goes behind what it is dropped on.
  void moveJob(String(active.id), to > from ? (ids[to + 1] ?? null) : ids[to]!);
}
