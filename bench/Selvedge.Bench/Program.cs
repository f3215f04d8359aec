using Selvedge.Bench;
using Selvedge.Bench.Circle;
using Selvedge.Bench.Placement;

return await BenchCommand.RunAsync(
    args, [CircleArea.Area, PlacementArea.Area], System.Console.Out, System.Console.Error);
