import { Route, Routes } from 'react-router-dom';
import { PipelineList } from './PipelineList';
import { RunPage } from './RunPage';

/** Pipelines tab of a service: the list of pipelines, and a page for each run. */
export function PipelinesContent() {
  return (
    <Routes>
      <Route path="/" element={<PipelineList />} />
      <Route path="/runs/:runId" element={<RunPage />} />
    </Routes>
  );
}
