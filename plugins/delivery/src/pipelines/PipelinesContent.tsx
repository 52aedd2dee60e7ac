import { Route, Routes } from 'react-router-dom';
import { PipelineList } from './PipelineList';
import { RunPage } from './RunPage';

/** The tab of a service's pipelines: a list, and a page for each run. */
export function PipelinesContent() {
  return (
    <Routes>
      <Route path="/" element={<PipelineList />} />
      <Route path="/runs/:runId" element={<RunPage />} />
    </Routes>
  );
}
