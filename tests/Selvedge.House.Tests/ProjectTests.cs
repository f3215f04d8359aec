namespace Selvedge.House.Tests;

public sealed class ProjectTests
{
    private static IEnumerable<SourceFile> ProductProjects => SourceTree.Projects.Where(project => project.IsProduct);

    [Fact]
    public void Projects_see_only_those_that_the_design_allows() =>
        SourceTree.Holds(ProductProjects.SelectMany(ProjectRules.References));

    [Fact]
    public void Core_and_Wire_take_no_package() => SourceTree.Holds(ProductProjects.SelectMany(ProjectRules.Packages));

    [Fact]
    public void The_web_framework_stays_at_the_rim() => SourceTree.Holds(ProductProjects.SelectMany(ProjectRules.Web));

    [Fact]
    public void Edge_Control_and_Console_never_name_each_other() =>
        SourceTree.Holds(SourceTree.Product.SelectMany(ProjectRules.Namespaces));

    [Fact]
    public void The_solution_lists_every_project() =>
        SourceTree.Holds(ProjectRules.NotInSolution(
            SourceTree.Get("Selvedge.slnx").Text, SourceTree.Projects.Select(project => project.Path)));

    [Theory]
    [InlineData("Selvedge.Core", "../Selvedge.Wire/Selvedge.Wire.csproj")]
    [InlineData("Selvedge.Edge", "../Selvedge.Control/Selvedge.Control.csproj")]
    [InlineData("Selvedge.Control", "..\\Selvedge.Edge\\Selvedge.Edge.csproj")]
    [InlineData("Selvedge.Console", "../Selvedge.Fabric/Selvedge.Fabric.csproj")]
    [InlineData("Selvedge.Unheard", "")]
    public void A_reference_that_is_not_allowed_is_found(string project, string reference) =>
        Assert.Single(ProjectRules.References(Project(project, $"<ProjectReference Include=\"{reference}\" />")));

    [Fact]
    public void A_package_in_Core_is_found() =>
        Assert.Single(ProjectRules.Packages(Project("Selvedge.Wire", "<PackageReference Include=\"YamlDotNet\" />")));

    [Fact]
    public void The_web_framework_in_Fabric_is_found() => Assert.Single(ProjectRules.Web(
        Project("Selvedge.Fabric", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")));

    [Fact]
    public void Control_named_in_Edge_is_found() => Assert.Single(
        ProjectRules.Namespaces(new SourceFile("src/Selvedge.Edge/A.cs", "using Selvedge.Control.Documents;\n")));

    [Fact]
    public void A_project_outside_the_solution_is_found() => Assert.Equal(2, ProjectRules.NotInSolution(
        "<Solution><Project Path=\"src/Gone/Gone.csproj\" /></Solution>", ["src/New/New.csproj"]).Count());

    private static SourceFile Project(string name, string item) =>
        new($"src/{name}/{name}.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");
}
