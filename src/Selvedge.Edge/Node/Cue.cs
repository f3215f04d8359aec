using Selvedge.Fabric.Bus;

namespace Selvedge.Edge.Node;

/// <summary>Something to react to.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Message">Empty for <see cref="CueSource.Reconcile"/>.</param>
internal readonly record struct Cue(CueSource Source, BusMessage Message);
