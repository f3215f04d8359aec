using System.Net;
using CsCheck;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads;

/// <summary>Whatever a runtime does and however long it takes, what a pod promises holds.</summary>
public sealed class PodMachinePropertyTests
{
    private static readonly Gen<int[]> Moves = Gen.Int[0, 99].Array[1, 300];

    [Fact]
    public void Promises_hold_whatever_happens() => Moves.Sample(Play, iter: 2000);

    private static void Play(int[] moves)
    {
        var world = new PodWorld();
        foreach (var move in moves)
        {
            world.Move(move);
        }

        world.Settle();
        Assert.True(world.Finished, "A pod that left the snapshot is gone in the end");
        Assert.Equal(0, world.RunningCount);
    }

    /// <summary>A runtime that does what it is asked sooner, later or not at all.</summary>
    private sealed class PodWorld
    {
        private static readonly Probe Exec = new() { Exec = new ExecAction { Command = ["x"] }, FailureThreshold = 2 };

        private readonly PodMachine _pod = new(
            new PodIdentity("default", "web", PodStory.Uid, TimeSpan.FromSeconds(30)), PodStory.Began);

        private readonly List<PodAction> _asked = [];
        private readonly Dictionary<string, (int Attempt, bool Running, bool Asked)> _containers =
            new(StringComparer.Ordinal);

        private DateTimeOffset _now = PodStory.Began;
        private DateTimeOffset? _left;
        private int _attempt = -1;

        public PodWorld()
        {
            Tell(new PodInput.Wanted(PodStory.Section(new Container
            {
                Name = "main",
                Image = "a:1",
                ReadinessProbe = Exec,
                LivenessProbe = Exec,
            })));
            Tell(new PodInput.Observed([]));
        }

        public bool Finished => _pod.Finished;

        public int RunningCount => _containers.Values.Count(container => container.Running);

        public void Move(int move)
        {
            switch (move % 10)
            {
                case 0 or 1:
                    _now += TimeSpan.FromSeconds(move);
                    Tell(new PodInput.Tick());
                    break;
                case 2:
                    Observe();
                    break;
                case 3 when RunningCount > 0:
                    End(_containers.First(pair => pair.Value.Running).Key);
                    break;
                case 4 when move > 90 && _left is null:
                    _left = _now;
                    Tell(new PodInput.Unwanted());
                    break;
                case 5 when _asked.Count > 0:
                    Fail(_asked[move % _asked.Count]);
                    break;
                default:
                    if (_asked.Count > 0)
                    {
                        Do(_asked[move % _asked.Count], move);
                    }

                    break;
            }
        }

        /// <summary>From now on everything works.</summary>
        public void Settle()
        {
            _left ??= _now;
            Tell(new PodInput.Unwanted());
            for (var round = 0; round < 1000 && !_pod.Finished; round++)
            {
                _now += TimeSpan.FromSeconds(1);
                Tell(new PodInput.Tick());
                foreach (var action in _asked.ToList())
                {
                    Do(action, 0);
                }

                Observe();
            }
        }

        private void Do(PodAction action, int move)
        {
            _asked.Remove(action);
            switch (action)
            {
                case PodAction.Open:
                    Tell(new PodInput.Opened(IPAddress.Loopback));
                    break;
                case PodAction.Pull:
                    Tell(new PodInput.Pulled("main", ""));
                    break;
                case PodAction.Start start:
                    Assert.Equal(0, RunningCount);
                    var id = $"id-{start.Attempt}";
                    _containers[id] = (start.Attempt, true, false);
                    Tell(new PodInput.Started("main", start.Attempt, id));
                    break;
                case PodAction.Ask ask:
                    Tell(new PodInput.Asked("main", ask.Id, ask.Kind, move % 3 > 0, ""));
                    break;
                case PodAction.Stop stop when _containers.TryGetValue(stop.Id, out var container):
                    _containers[stop.Id] = container with { Asked = true };
                    if (stop.Signal == StopSignal.Kill || move % 2 == 0)
                    {
                        End(stop.Id);
                    }

                    break;
                case PodAction.Remove remove:
                    Assert.False(_containers.GetValueOrDefault(remove.Id).Running);
                    _containers.Remove(remove.Id);
                    break;
                case PodAction.Close:
                    Assert.Equal(0, RunningCount);
                    _containers.Clear();
                    Tell(new PodInput.Closed());
                    break;
                default:
                    break;
            }
        }

        private void Fail(PodAction action)
        {
            _asked.Remove(action);
            Tell(new PodInput.Failed(action, RuntimeException.Unavailable, "It is away."));
        }

        private void End(string id) => _containers[id] = _containers[id] with { Running = false };

        private void Observe() => Tell(new PodInput.Observed(
        [
            .. _containers.Select(pair => new OwnedContainer(
                pair.Key, _pod.Identity, "main", pair.Value.Attempt, "", pair.Value.Running, _now,
                pair.Value.Running ? null : _now, 1, false)),
        ]));

        private void Tell(PodInput input)
        {
            foreach (var action in _pod.Handle(input, _now))
            {
                Check(action);
                _asked.Add(action);
            }

            Assert.False(_pod.Ready && (_left is not null || !_pod.Running.Any()), "Ready, but gone");
        }

        private void Check(PodAction action)
        {
            switch (action)
            {
                case PodAction.Start start:
                    Assert.Null(_left);
                    Assert.DoesNotContain(_asked, other => other is PodAction.Start or PodAction.Pull);
                    Assert.True(start.Attempt >= _attempt, "Attempts go up");
                    _attempt = start.Attempt;
                    break;
                case PodAction.Pull or PodAction.Open:
                    Assert.Null(_left);
                    Assert.DoesNotContain(_asked, other => other.GetType() == action.GetType());
                    break;
                case PodAction.Stop { Signal: StopSignal.Kill } when _left is { } left:
                    Assert.True(_now >= left, "Not before it left");
                    break;
                case PodAction.Close:
                    Assert.NotNull(_left);
                    break;
                default:
                    break;
            }
        }
    }
}
