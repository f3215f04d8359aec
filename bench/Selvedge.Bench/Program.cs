using Selvedge.Bench;
using Selvedge.Bench.Circle;
using Selvedge.Bench.Placement;
using Selvedge.Bench.Scale;

return await BenchCommand.RunAsync(
    args, [CircleArea.Area, PlacementArea.Area, ScaleArea.Area], System.Console.Out, System.Console.Error);
