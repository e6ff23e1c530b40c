@echo off
rem Calls busway.jar, which is beside this file, or in target\ after a build.
setlocal
set "jar=%~dp0busway.jar"
if not exist "%jar%" set "jar=%~dp0target\busway.jar"
if not exist "%jar%" (
  echo busway: there is no busway.jar in %~dp0 or %~dp0target. Build it: mvn -q package -DskipTests 1>&2
  exit /b 2
)
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
rem Written by the command "archive": options with which it starts faster.
set "options=%jar:~0,-4%.start"
if exist "%options%" (
  "%java%" "@%options%" "-Dbusway.launcher=%~0" -jar "%jar%" %*
) else (
  "%java%" "-Dbusway.launcher=%~0" -jar "%jar%" %*
)
exit /b %ERRORLEVEL%
