using System.Xml.Linq;

namespace Selvedge.House.Tests;

/// <summary>Who may know whom, read from the project files and the code.</summary>
internal static class ProjectRules
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Selvedge.Core"] = [],
        ["Selvedge.Wire"] = ["Selvedge.Core"],
        ["Selvedge.Fabric"] = ["Selvedge.Core", "Selvedge.Wire"],
        ["Selvedge.Edge"] = ["Selvedge.Core", "Selvedge.Wire", "Selvedge.Fabric"],
        ["Selvedge.Control"] = ["Selvedge.Core", "Selvedge.Wire", "Selvedge.Fabric"],
        ["Selvedge.Console"] = ["Selvedge.Core"],
        ["Selvedge"] = ["Selvedge.Core", "Selvedge.Wire", "Selvedge.Fabric", "Selvedge.Edge", "Selvedge.Control",
            "Selvedge.Console"],
    };

    private static readonly string[] WithWeb = ["Selvedge.Edge", "Selvedge.Control", "Selvedge.Console", "Selvedge"];
    private static readonly string[] WithoutPackages = ["Selvedge.Core", "Selvedge.Wire"];

    // Each pair: files of the first never name the namespace of the second.
    private static readonly (string Project, string Other)[] Strangers =
    [
        ("Selvedge.Edge", "Selvedge.Control"), ("Selvedge.Control", "Selvedge.Edge"),
        ("Selvedge.Console", "Selvedge.Edge"), ("Selvedge.Console", "Selvedge.Control"),
        ("Selvedge.Console", "Selvedge.Fabric"),
    ];

    public static IEnumerable<string> References(SourceFile project)
    {
        var name = Path.GetFileNameWithoutExtension(project.Path);
        if (!Allowed.TryGetValue(name, out var allowed))
        {
            yield return $"{project.Path}: a new project needs its references written down in ProjectRules and an ADR";
            yield break;
        }

        foreach (var reference in Included(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension))
        {
            if (!allowed.Contains(reference, StringComparer.Ordinal))
            {
                yield return $"{project.Path}: {name} must not see {reference}; "
                    + "let them meet in documents, snapshots and statuses of Core";
            }
        }
    }

    public static IEnumerable<string> Packages(SourceFile project) =>
        WithoutPackages.Contains(Path.GetFileNameWithoutExtension(project.Path), StringComparer.Ordinal)
            ? Included(project, "PackageReference").Select(package =>
                $"{project.Path}: Core and Wire take no package; move what needs {package} to another project")
            : [];

    public static IEnumerable<string> Web(SourceFile project) =>
        WithWeb.Contains(Path.GetFileNameWithoutExtension(project.Path), StringComparer.Ordinal)
            ? []
            : Included(project, "FrameworkReference").Select(framework =>
                $"{project.Path}: {framework} is for Edge, Control, Console and the executable only");

    public static IEnumerable<string> Namespaces(SourceFile file)
    {
        foreach (var (project, other) in Strangers)
        {
            if (file.Path.StartsWith($"src/{project}/", StringComparison.Ordinal)
                && file.Text.Contains(other + ".", StringComparison.Ordinal))
            {
                yield return $"{file.Path}: {project} names {other}; let them meet in Core";
            }
        }
    }

    public static IEnumerable<string> NotInSolution(string solution, IEnumerable<string> projects)
    {
        var listed = XDocument.Parse(solution).Descendants("Project")
            .Select(project => project.Attribute("Path")!.Value).ToHashSet(StringComparer.Ordinal);
        var present = projects.ToHashSet(StringComparer.Ordinal);
        return present.Except(listed).Select(path => $"{path}: add it to Selvedge.slnx")
            .Concat(listed.Except(present).Select(path => $"Selvedge.slnx lists {path}, which does not exist"));
    }

    private static IEnumerable<string> Included(SourceFile project, string element) =>
        XDocument.Parse(project.Text).Descendants(element)
            .Select(item => item.Attribute("Include")?.Value.Replace('\\', '/')).OfType<string>();
}
