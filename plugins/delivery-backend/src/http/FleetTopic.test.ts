import { fleetView } from '../services';
import { FleetTopic } from './FleetTopic';

const view = (...services: string[]) =>
  fleetView(new Map(services.map(ref => [ref, ['dev']])), new Set());

async function setUp() {
  const readView = jest.fn(async () => view('component:default/orders'));
  const unsubscribe = jest.fn();
  const subscribe = jest.fn(() => unsubscribe);
  const topic = await FleetTopic.create({
    fleet: { subscribe },
    readView,
    lastEventId: 'f:1',
  });
  return { topic, readView, subscribe, unsubscribe };
}

describe('FleetTopic', () => {
  it('resumes after the last event, and stays subscribed while the view is the same', async () => {
    const { topic, subscribe, unsubscribe } = await setUp();
    const send = jest.fn();
    const leave = topic.subscribe(send);
    expect(await topic.refreshAccess()).toBe(true);
    expect(subscribe.mock.calls).toEqual([
      [view('component:default/orders'), send, 'f:1'],
    ]);
    expect(unsubscribe).not.toHaveBeenCalled();
    leave();
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });

  it('continues with a snapshot when the view of the caller changes', async () => {
    const { topic, readView, subscribe, unsubscribe } = await setUp();
    const send = jest.fn();
    topic.subscribe(send);
    readView.mockResolvedValue(view('component:default/billing'));
    expect(await topic.refreshAccess()).toBe(true);
    expect(unsubscribe).toHaveBeenCalledTimes(1);
    expect(subscribe.mock.calls[1]).toEqual([
      view('component:default/billing'),
      send,
    ]);
  });

  it('does not subscribe again when the stream ends while the view is read', async () => {
    const { topic, readView, subscribe, unsubscribe } = await setUp();
    const leave = topic.subscribe(jest.fn());
    readView.mockResolvedValue(view('component:default/billing'));
    const refreshed = topic.refreshAccess();
    leave();
    await refreshed;
    expect(subscribe).toHaveBeenCalledTimes(1);
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });
});
