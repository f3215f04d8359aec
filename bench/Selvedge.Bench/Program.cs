using Selvedge.Bench;
using Selvedge.Bench.Circle;

return await BenchCommand.RunAsync(args, [CircleArea.Area], System.Console.Out, System.Console.Error);
