namespace Selvedge.Core.Resources;

/// <summary>How far a node of a <see cref="NodeGroup"/> is. Each is written before what it says is done.</summary>
public enum GroupMemberPhase
{
    /// <summary>The provider is asked for it.</summary>
    Creating,

    /// <summary>The provider has delivered it; it does not report yet.</summary>
    Joining,

    /// <summary>It has joined.</summary>
    Ready,

    /// <summary>Pods leave it, and users are sent elsewhere.</summary>
    Draining,

    /// <summary>The provider is asked to take it back.</summary>
    Deleting,
}
