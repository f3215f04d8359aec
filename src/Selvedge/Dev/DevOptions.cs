namespace Selvedge.Dev;

/// <summary>What <c>selvedge dev</c> was told.</summary>
/// <param name="State">The state's folder.</param>
/// <param name="Addresses">Where everything listens.</param>
/// <param name="Reset">Whether the state is cleared first.</param>
/// <param name="Bare">Whether there is no example application.</param>
/// <param name="RestartAfter">How long a process that died stays dead.</param>
internal sealed record DevOptions(
    DevState State, DevAddresses Addresses, bool Reset, bool Bare, TimeSpan RestartAfter);
