using System.Reflection;

namespace Selvedge.Processes;

/// <summary>The version of this build.</summary>
internal static class ProductVersion
{
    /// <summary>As the assembly carries it, without the commit.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?
            .InformationalVersion.Split('+')[0] ?? "0.0.0";
}
