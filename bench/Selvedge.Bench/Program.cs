using Selvedge.Bench;
using Selvedge.Bench.Circle;
using Selvedge.Bench.Network;
using Selvedge.Bench.Placement;
using Selvedge.Bench.Scale;

// Machines of labs run these.
switch (args.FirstOrDefault())
{
    case PopHost.Verb:
        return await PopHost.RunAsync(args[1..]);
    case AskHost.Verb:
        return await AskHost.RunAsync(args[1..]);
    case BalancerHost.Verb:
        return await BalancerHost.RunAsync(args[1..]);
    case EchoHost.Verb:
        return await EchoHost.RunAsync(args[1..]);
    case FlowHost.Verb:
        return FlowHost.Run(args[1..]);
}

return await BenchCommand.RunAsync(
    args, [CircleArea.Area, PlacementArea.Area, ScaleArea.Area, NetworkArea.Area], System.Console.Out,
    System.Console.Error);
