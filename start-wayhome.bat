@echo off
rem Double-click to start Wayhome on Windows. Finds a Python that is new enough and hands
rem over to scripts\start.py, which does the rest. Plain ASCII: older consoles garble accents.
setlocal
pushd "%~dp0"

rem Opened inside a zip, Windows unpacks this file alone.
if not exist "scripts\start.py" goto :not_unpacked

rem The versions that our parts are known to run on come first.
set "PYTHON="
for %%P in ("py -3.13" "py -3.14" "py -3.12" "py -3.11" "py -3" "python3" "python") do (
    if not defined PYTHON call :try %%~P
)
if not defined PYTHON goto :no_python

rem "call" comes back here also where python is itself a batch file, as with pyenv.
call %PYTHON% scripts\start.py %*
set "STATUS=%ERRORLEVEL%"
rem 0 is done and 130 is Ctrl-C. After anything else the words must stay readable.
if "%STATUS%"=="0" exit /b 0
if "%STATUS%"=="130" exit /b 130
pause
exit /b %STATUS%

:try
rem Asked by running it: python.exe may be the stub that only opens the Microsoft Store.
call %* -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if "%ERRORLEVEL%"=="0" set "PYTHON=%*"
exit /b 0

:no_python
echo Wayhome needs Python 3.11 or newer. Install Python 3.13 from www.python.org/downloads/windows, then open this file again.
echo Wayhome necesita Python 3.11 o posterior. Instale Python 3.13 desde www.python.org/downloads/windows y vuelva a abrir este archivo.
pause
exit /b 2

:not_unpacked
echo Please unpack the whole zip file first, then open start-wayhome.bat in the new folder.
echo Primero descomprima todo el archivo zip; luego abra start-wayhome.bat en la carpeta nueva.
pause
exit /b 2
